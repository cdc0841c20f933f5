"""``allocations.yml``: numbers that were handed out once and are kept."""

from collections.abc import Mapping

from pydantic import Field

from netops.inventory.fields import Asn, DepartmentName, Prefix, SiteKey, VrfNumber, Written


class VrfAllocation(Written):
    """What a department's VRF was given."""

    number: VrfNumber


class Allocations(Written):
    """Numbers once given never move, even where their department is gone."""

    vrfs: Mapping[DepartmentName, VrfAllocation] = Field(default_factory=dict)
    """Department → number of its VRF."""
    ce_asns: Mapping[SiteKey, Asn] = Field(default_factory=dict)
    """``department/site`` → AS number of the CE."""
    access_links: Mapping[SiteKey, Prefix] = Field(default_factory=dict)
    """``department/site`` → prefix of the link to the PE."""
