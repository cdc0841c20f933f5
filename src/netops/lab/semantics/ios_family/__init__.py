"""What the command lines of Cisco IOS and Ruijie RGOS have in common; RGOS was written after IOS.

Modules hold rules by subject, as ``core`` explains. ``forms`` has the shapes that most commands share. A platform puts
its own rules before the family's: the first rule that fits a line wins.

Sources that are named below: *IOS CR* is Cisco's command reference of the subject (IOS Master Command List, 15M&T and
XE), *RGOS CR* is Ruijie's (RGOS 10.4, 11.x and 12.x command references of the subject).
"""
