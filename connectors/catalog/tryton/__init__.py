"""Says to Tryton over JSON-RPC what its manifest cannot. Knows no workflow."""
