"""Real Alembic, run on the lab's databases. See runner.ts."""
