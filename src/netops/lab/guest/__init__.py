"""What runs inside the lab's guest: standard library only, with the machine's own ``/usr/bin/python3``."""
