"""What a job asks of GitHub and of the store before it decides."""
