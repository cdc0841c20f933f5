"""Where the templates lie: what IOS and RGOS write alike, and what only this one does."""

FOLDERS = ("ruijie_os", "ios_family")
