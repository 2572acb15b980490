Revises: ${down_revision | comma,n}
Both: ${both | comma,n} None: [${nothing | comma,n}] ${both | comma}
