line one
line two ${undefined_name}
