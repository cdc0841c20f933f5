"""netops: move departments' private networks onto the e-government network, and keep every device compliant."""

__version__ = "0.1.0"
