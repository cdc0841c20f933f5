"""Where the templates lie: what IOS and RGOS write alike, and what only this one does."""

FOLDERS = ("cisco_ios", "ios_family")
