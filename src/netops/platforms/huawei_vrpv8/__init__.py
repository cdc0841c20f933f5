"""Huawei VRP8: NetEngine routers and CloudEngine switches."""
