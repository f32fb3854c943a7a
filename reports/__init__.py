"""From solved games to reports: findings, the words for them, figures and documents."""
