"""The pages of docs/ and the tables of the README that are written from the code: `make reference`."""
