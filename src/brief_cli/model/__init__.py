"""What a brief is: frozen records, dates, yardsticks and their JSON shape; standard library only."""
