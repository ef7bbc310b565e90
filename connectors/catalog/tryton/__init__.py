"""Tryton ERP over JSON-RPC: what its manifest cannot say stands here. Knows no workflow."""
