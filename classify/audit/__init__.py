"""What a look at left-out mail needs: how hiring-shaped one is, and what is left out without a word said."""
