"""Tryton ERP over JSON-RPC: what its manifest cannot say stands in the modules of this folder."""
