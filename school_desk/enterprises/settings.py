"""What the school may set about enterprises: where their website is."""

from __future__ import annotations

from school_desk.kernel.settings import Setting, declare

# 操作说明 第一章 网站地址.
WEBSITE_ADDRESS = declare(
    Setting[str](
        key="enterprises.website_address",
        label="企业网站网址",
        kind=str,
        default="https://jngrm.zjjsrc.cn/",
        hint="企业在这个网站注册、报名、查询。写在网站登录页和给企业的通知里；没有网站的留空，就不写。",
        check=lambda address: (
            None if not address or address.startswith("https://") else "请填写以 https:// 开头的网址。"
        ),
    )
)
