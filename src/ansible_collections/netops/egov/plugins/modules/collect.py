# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.collect``, which runs on the controller."""

DOCUMENTATION = r"""
module: collect
short_description: Read the running configs of the play's hosts into the archive
description:
  - Logs in to every host of the play once, side by side, and reads its running config. Nothing is changed on the devices.
  - Stores what they showed in netops' archive, as C(netops collect) does, and says of each whether it changed. In check mode nothing is stored.
  - Runs once for all hosts of the play and returns its results by host.
author: netops contributors
options:
  archive:
    description: Directory of the archive. That of E(NETOPS_ARCHIVE), else C(archive) beside the inventory, when it is not given.
    type: str
    required: false
  mask:
    description: Archive placeholders in the place of secrets; what they were is lost then.
    type: bool
    default: false
  git:
    description: Commit the texts to this bare Git repository, too, secrets masked; made where there is none.
    type: str
    required: false
  git_unmasked:
    description: Commit them with their secrets.
    type: bool
    default: false
  who:
    description: Who collects; the user of this machine when it is not given.
    type: str
    required: false
  directory:
    description: Where to write one file a host, too, secrets masked.
    type: str
    required: false
  inventory:
    description: Directory of netops' inventory. The project's own when it is not given.
    type: str
    required: false
  state:
    description: Directory that netops keeps for itself. The project's own when it is not given.
    type: str
    required: false
"""

EXAMPLES = r"""
- name: Collect
  netops.egov.collect:
    who: li
  register: collected
  run_once: true

- name: What came of each device
  ansible.builtin.debug:
    var: collected.lines
  run_once: true
"""

RETURN = r"""
lines:
  description: For people, a line a host - result, release, lines, and whether it changed, as C(netops collect) prints it.
  returned: success
  type: list
  elements: str
faults_by_host:
  description: Why a host was not read, or what it showed not stored, by host.
  returned: success
  type: dict
results_by_host:
  description: What came of a host that was read, as C(netops collect --json) has it, by host.
  returned: success
  type: dict
"""
