"""Huawei VRP5: S series switches and AR routers."""
