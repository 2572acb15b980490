% if up_revision:
open
