package cidr

// missingFrom gives what is in wanted and not in have.
func missingFrom(have, wanted []*CIDR) (missing []*CIDR) {
search:
	for _, candidate := range wanted {
		if candidate == nil {
			continue
		}
		for _, known := range have {
			if candidate.Equal(known) {
				continue search
			}
		}
		missing = append(missing, candidate)
	}
	return missing
}

// DiffCIDRLists tells which prefixes came and which went.
func DiffCIDRLists(old, new []*CIDR) (add, remove []*CIDR) {
	return missingFrom(old, new), missingFrom(new, old)
}
