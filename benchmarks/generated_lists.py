"""The worst texts: one long section or list, of which every line is another in running and intended."""


def section(lines: int, first: int = 0) -> tuple[str, str]:
    """Return two IOS configs with one section of this many lines."""
    return _section(lines, first, 1), _section(lines, first, 2)


def acl_shown_without_numbers(lines: int, first: int = 0) -> tuple[str, str]:
    """Return two IOS configs with a named list as IOS shows it: in order, without the entries' numbers."""
    return _named(lines, first, "192.0.2.1", shown=False), _named(lines, first, "198.51.100.1", shown=False)


def acl_shown_with_numbers(lines: int, first: int = 0) -> tuple[str, str]:
    """Return two IOS configs with a named list as IOS XE shows it: each entry with its number, which stays."""
    return _named(lines, first, "192.0.2.1", shown=True), _named(lines, first, "198.51.100.1", shown=True)


def acl_of_lines(lines: int, first: int = 0) -> tuple[str, str]:
    """Return two IOS configs with a numbered list, each entry a line of its own at the top."""
    return _flat(lines, first, "192.0.2.1"), _flat(lines, first, "198.51.100.1")


def vrp_acl(lines: int, first: int = 0) -> tuple[str, str]:
    """Return two VRP configs with a numbered list, each rule with its number, which stays."""
    return _vrp_acl(lines, first, "192.0.2.1"), _vrp_acl(lines, first, "198.51.100.1")


def _section(lines: int, first: int, area: int) -> str:
    body = "".join(
        f" network 10.{n >> 14 & 255}.{n >> 6 & 255}.{(n & 63) * 4} 0.0.0.3 area {area}\n"
        for n in range(first, first + lines)
    )
    return f"hostname bench\n!\nrouter ospf 1\n{body}!\nend\n"


def _named(lines: int, first: int, server: str, *, shown: bool) -> str:
    body = "".join(
        f" {f'{number * 10} ' if shown else ''}permit tcp {_source(n)} 0.0.0.255 host {server} eq 443\n"
        for number, n in enumerate(range(first, first + lines), 1)
    )
    return f"hostname bench\n!\nip access-list extended BORDER-IN\n{body}!\nend\n"


def _flat(lines: int, first: int, server: str) -> str:
    body = "".join(
        f"access-list 101 permit tcp {_source(n)} 0.0.0.255 host {server} eq 443\n" for n in range(first, first + lines)
    )
    return f"hostname bench\n!\n{body}!\nend\n"


def _vrp_acl(lines: int, first: int, server: str) -> str:
    body = "".join(
        f" rule {number * 5} permit tcp source {_source(n)} 0.0.0.255 destination {server} 0 destination-port eq 443\n"
        for number, n in enumerate(range(first, first + lines), 1)
    )
    return f"#\nsysname bench\n#\nacl number 3000\n{body}#\nreturn\n"


def _source(n: int) -> str:
    return f"10.{n >> 8 & 255}.{n & 255}.0"
