"""What people write, loaded and checked: ``load(Path("inventory"))``."""

from netops.inventory.department import (
    Attachment,
    Circuit,
    Contact,
    Department,
    ExchangeRouter,
    Lan,
    LegacyLine,
    LegacyNetwork,
    Resource,
    Site,
    Station,
)
from netops.inventory.document import Place
from netops.inventory.draft import backbone_prefixes, department_file, resource_file
from netops.inventory.fields import Access, Endpoint, Routing, Sharing, Stage, Title, vrf_name
from netops.inventory.hosts import PLATFORMS, Host, Reach, Role
from netops.inventory.identity import Identity
from netops.inventory.inventory import Inventory
from netops.inventory.listing import Listing, ansible_listing, listing_of
from netops.inventory.listing_cache import Cached
from netops.inventory.loading import load
from netops.inventory.network import (
    AddressRange,
    CoreLink,
    Igp,
    Internet,
    InternetAccess,
    LinkPool,
    ManagementPlan,
    Network,
    PasswordPlan,
    Pools,
    Prefixes,
    Range,
    Rules,
    SnmpPlan,
    SshPolicy,
    Zone,
)
from netops.inventory.numbers import Allocations, VrfAllocation
from netops.inventory.publishing import schemas
from netops.inventory.waiver import Waiver

__all__ = [
    "PLATFORMS",
    "Access",
    "AddressRange",
    "Allocations",
    "Attachment",
    "Cached",
    "Circuit",
    "Contact",
    "CoreLink",
    "Department",
    "Endpoint",
    "ExchangeRouter",
    "Host",
    "Identity",
    "Igp",
    "Internet",
    "InternetAccess",
    "Inventory",
    "Lan",
    "LegacyLine",
    "LegacyNetwork",
    "LinkPool",
    "Listing",
    "ManagementPlan",
    "Network",
    "PasswordPlan",
    "Place",
    "Pools",
    "Prefixes",
    "Range",
    "Reach",
    "Resource",
    "Role",
    "Routing",
    "Rules",
    "Sharing",
    "Site",
    "SnmpPlan",
    "SshPolicy",
    "Stage",
    "Station",
    "Title",
    "VrfAllocation",
    "Waiver",
    "Zone",
    "ansible_listing",
    "backbone_prefixes",
    "department_file",
    "listing_of",
    "load",
    "resource_file",
    "schemas",
    "vrf_name",
]
