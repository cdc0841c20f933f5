"""Which department a device belongs to."""

from netops.inventory import Inventory
from netops.language import Spoken


def departments(inventory: Inventory) -> dict[str, str]:
    """Return device → name of the department whose router it is; the backbone's belong to none."""
    found = {}
    for name, department in inventory.departments.items():
        old = [department.legacy.router] if department.legacy else []
        found.update(dict.fromkeys([*(site.router for site in department.sites), *old], name))
    return found


def department_titles(inventory: Inventory, language: Spoken) -> dict[str, str]:
    """Return device → title of its department, in the language of a report."""
    titles = {name: each.title for name, each in inventory.departments.items()}
    return {
        host: titles[name].zh if language == "zh" else titles[name].en for host, name in departments(inventory).items()
    }
