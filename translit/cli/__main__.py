"""`python -m translit.cli`, for when the console script is not on the path."""

from translit.cli import main

if __name__ == "__main__":
    main()
