"""How people ask and how disclosures print it: wordings, agencies, how well names match."""
