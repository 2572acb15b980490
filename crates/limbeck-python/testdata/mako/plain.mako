just text
with a second line and $dollar {braces} 100% "quotes" 'single' \t
