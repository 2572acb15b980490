<%def name="a()">
open
