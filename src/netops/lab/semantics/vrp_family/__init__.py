"""What Huawei's VRP 5 and VRP 8 have in common, and what H3C's Comware took from their ancestor.

``rules``, ``shell``, ``ports``, ``addresses`` and ``acl`` serve all three; the other modules are Huawei's, with what
differs between VRP 5 and VRP 8 as an argument.

Sources, by short name: *S V200R019*: S2720, S5700 and S6700 V200R019 Command Reference; *NE V8R10*: NetEngine 8000 F1A
V800R010 Command Reference; *USG*: USG6000 Command Reference (VRP 5); *HPE*: HPE FlexNetwork and HP MSR/A-series command
references (Comware 5 and 7). What no source stands behind is the author's knowledge of the devices.
"""
