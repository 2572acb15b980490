${markup | h} ${markup | x} ${markup | u} [${"  a  " | trim}] ${"é<" | entity} ${markup | h,trim} ${3 | n,str} ${3 | str,trim}
${"  <b> " | trim,h}
