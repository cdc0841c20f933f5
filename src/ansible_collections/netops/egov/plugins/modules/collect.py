# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.collect``, which runs on the controller."""

DOCUMENTATION = r"""
module: collect
short_description: Read the running configs of the play's hosts
description:
  - Logs in to every host of the play once, side by side, and reads its running config. Nothing is changed on the devices.
  - Runs once for all hosts of the play and returns its results by host.
author: netops contributors
options:
  directory:
    description: Where to write one file a host, secrets masked. Nothing is written without it.
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
    directory: collected
"""

RETURN = r"""
faults_by_host:
  description: Why a host was not read, by host.
  returned: success
  type: dict
results_by_host:
  description: How many lines were read, by host.
  returned: success
  type: dict
"""
