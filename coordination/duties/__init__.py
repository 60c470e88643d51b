"""What units are there for by rule: 三定 regulations, lists of powers, laws; and who cites them."""
