Create Date: ${create_date}
${create_date.year} ${create_date.strftime("%Y-%m-%d")} ${create_date.isoformat()}
