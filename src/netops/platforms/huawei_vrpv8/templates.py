"""Where the templates lie: what both of Huawei's platforms write alike, and what only this one does."""

FOLDERS = ("huawei_vrpv8", "vrp_family")
