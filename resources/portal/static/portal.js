"use strict";
// Niceties only: the Hub checks everything again, and every page works without this file.
const MOST_BYTES = 2 * 1024 * 1024;

function sizeFault(file, most) {
  return file.size > most ? `有 ${(file.size / 1048576).toFixed(2)} MB，不能超过 ${most / 1048576} MB，请压缩后重新选择。` : "";
}

async function photoFault(slot, file) {
  if (!new RegExp(`^${slot}([ _-]*(\\(\\d+\\)|副本|copy|[-_]\\d{1,2}))?\\.jpg$`, "i").test(file.name.trim()))
    return `文件名是“${file.name}”，请改名为 ${slot}.jpg 后重新选择。`;
  const tooLarge = sizeFault(file, MOST_BYTES);
  if (tooLarge) return tooLarge;
  const head = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  if (head[0] !== 0xff || head[1] !== 0xd8 || head[2] !== 0xff) return "内容不是 JPG 照片，只改文件名不行，请转存为 JPG。";
  return "";
}

async function showPhoto(place) {
  const file = place.querySelector("input[type=file]").files[0];
  if (!file) return;
  const fault = await photoFault(place.dataset.slot, file);
  const told = document.createElement("p");
  told.className = fault ? "why" : "good-word";
  told.textContent = fault || "格式和大小合格。";
  place.querySelector(".told").replaceChildren(told);
  place.classList.toggle("wrong", Boolean(fault));
  if (fault) return;
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  place.querySelector(".frame").replaceChildren(picture);
}

// What is larger than a form may have never reaches its page: all that was typed into the others would be gone. data-most: bytes of a file.
function showSize(input) {
  const fault = input.files.length ? sizeFault(input.files[0], Number(input.closest("[data-most]").dataset.most)) : "";
  const place = input.closest(".field");
  place.querySelector(".too-large")?.remove();
  place.classList.toggle("wrong", Boolean(fault));
  if (!fault) return false;
  const told = document.createElement("p");
  told.className = "why too-large";
  told.setAttribute("role", "alert");
  told.textContent = fault;
  input.after(told);
  return true;
}

document.addEventListener("change", (event) => {
  const place = event.target.closest("[data-slot]");
  if (place) showPhoto(place);
  else if (event.target.matches("[data-most] input[type=file]")) showSize(event.target);
});

document.addEventListener("submit", (event) => {
  const wrong = event.target.matches("[data-photos]") && event.target.querySelector(".photo.wrong input[type=file]");
  const large = event.target.matches("[data-most]") && [...event.target.querySelectorAll("input[type=file]")].find(showSize);
  if (large) {
    event.preventDefault();
    large.focus();
    return;
  }
  if (wrong && wrong.files.length) {
    event.preventDefault();
    wrong.focus();
    return;
  }
  const button = event.submitter;
  if (button && button.dataset.busy) {
    // After the form's data are taken: a disabled button would not be sent.
    setTimeout(() => { button.disabled = true; button.textContent = button.dataset.busy; });
  }
});

// Where a browser can copy, a text has a button for it; elsewhere it is marked and copied by hand.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = "已复制";
    });
  }
});

// A page that comes back from the browser's memory is usable again.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
