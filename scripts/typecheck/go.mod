module typecheck

go 1.23
