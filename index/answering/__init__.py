"""What a plan comes to as it is printed: figures, reasons, definitions, lists, findings."""
