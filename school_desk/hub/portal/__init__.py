"""The enterprises' website: 操作说明 第三章 as pages, rendered here; each works without JavaScript."""
