"""Whatever stands in a file, reading it ends in values or in faults with a place, never in anything else."""

from ipaddress import IPv4Network

import yaml
from hypothesis import given
from hypothesis import strategies as st

from netops.inventory import Department, Network
from netops.inventory.checks.overlap import Claim, numbered, overlapping
from netops.inventory.document import parse
from netops.inventory.refusals import validated

YAML_LIKE = st.text(st.sampled_from(list("ab1-:{}[]?&*!|>'\"\n #,~\t%@`=<\x00\x1b\u2028财")), max_size=60)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
FIELDS = st.sampled_from([*Department.model_fields, *Network.model_fields])
PREFIXES = st.builds(
    lambda address, length: IPv4Network((0x0A000000 + address, length), strict=False),
    st.integers(0, 1023),
    st.integers(22, 32),
)


@given(st.one_of(YAML_LIKE, st.text(max_size=60)))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    reading = parse(text, "x.yml")
    assert reading.document is not None or reading.faults
    for fault in reading.faults:
        assert fault.line is not None
        assert 1 <= fault.line <= len(text.splitlines()) + 1
        assert str(fault)


@given(st.dictionaries(FIELDS, PLAIN, max_size=6))
def test_any_value_anywhere_is_refused_in_words_that_netops_has(content: dict[str, object]) -> None:
    reading = parse(yaml.safe_dump(content, allow_unicode=True), "x.yml")
    for model in (Department, Network):
        found, faults = validated(model, reading)
        assert found is not None or faults
        assert all(str(fault) for fault in faults)
        assert not [fault for fault in faults if fault.code == "NET-INV-037"]


@given(st.lists(PREFIXES, max_size=12))
def test_every_overlap_is_found_and_nothing_else(prefixes: list[IPv4Network]) -> None:
    claims = numbered(Claim(prefix, "x.yml", (index,)) for index, prefix in enumerate(prefixes))
    pairs = list(overlapping(claims))
    assert all(later.prefix.overlaps(earlier.prefix) and later.order > earlier.order for later, earlier in pairs)
    clean = {claim for claim in claims if not any(claim in pair for pair in pairs)}
    assert not any(one is not two and one.prefix.overlaps(two.prefix) for one in clean for two in claims)
