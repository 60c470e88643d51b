"""Who is told what: notices delivered from the outbox."""
