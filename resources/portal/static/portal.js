"use strict";
// Niceties only: the Hub checks everything again, and every page works without this file.
const MOST_BYTES = 2 * 1024 * 1024;
// What a photo looks like is a guess, which warns and keeps nobody from going on. The first is said in the Hub's own words (ocr/look.py).
const SMALL = "分辨率不足：文字太小，请靠近拍摄或发送原图。";
const BLANK = "照片几乎是一片同色，没有看出文字，请核对，必要时重新拍摄。";
const BROKEN = "照片打不开，可能不完整，请核对，必要时重新选择。";
const SHORT_SIDE = 600, ONE_TONE = 0.99, LOOKED_AT = 256;

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

// Whether nearly every point is of one brightness or the next: of a page with writing some hundredths are not.
function isOneTone(picture) {
  const canvas = document.createElement("canvas"), tones = new Array(33).fill(0);
  canvas.width = canvas.height = LOOKED_AT;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, LOOKED_AT, LOOKED_AT);
  const points = context.getImageData(0, 0, LOOKED_AT, LOOKED_AT).data;
  for (let at = 0; at < points.length; at += 4) tones[(points[at] * 299 + points[at + 1] * 587 + points[at + 2] * 114) / 8000 | 0]++;
  return tones.some((count, tone) => tone < 32 && count + tones[tone + 1] >= ONE_TONE * LOOKED_AT * LOOKED_AT);
}

async function photoDoubts(picture) {
  try {
    await picture.decode();
  } catch {
    return [BROKEN];
  }
  const small = Math.min(picture.naturalWidth, picture.naturalHeight) < SHORT_SIDE;
  return [...(small ? [SMALL] : []), ...(isOneTone(picture) ? [BLANK] : [])];
}

function said(className, text) {
  const told = document.createElement("p");
  told.className = className;
  told.textContent = text;
  return told;
}

async function showPhoto(place) {
  const input = place.querySelector("input[type=file]"), file = input.files[0], told = place.querySelector(".told");
  if (!file) return;
  const fault = await photoFault(place.dataset.slot, file);
  if (input.files[0] !== file) return; // another was chosen meanwhile, which is shown by itself
  told.replaceChildren(fault ? said("why", fault) : said("good-word", "格式和大小合格。"));
  place.classList.toggle("wrong", Boolean(fault));
  if (fault) return;
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  place.querySelector(".frame").replaceChildren(picture);
  const doubts = await photoDoubts(picture);
  if (input.files[0] === file) told.append(...doubts.map((doubt) => said("doubt", doubt)));
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
