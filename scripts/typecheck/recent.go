package main

// recent keeps what was asked for in this round and the one before. A round is all that stands on one base: trees
// of neighbouring bases share most of what they are made of.
type recent[V any] struct {
	now, before map[string]V
}

func newRecent[V any]() *recent[V] {
	return &recent[V]{now: map[string]V{}, before: map[string]V{}}
}

func (r *recent[V]) get(key string) (V, bool) {
	value, ok := r.now[key]
	if !ok {
		if value, ok = r.before[key]; ok {
			r.now[key] = value
		}
	}
	return value, ok
}

func (r *recent[V]) put(key string, value V) {
	r.now[key] = value
}

// nextRound hands out what is forgotten.
func (r *recent[V]) nextRound(forget func(V)) {
	for key, value := range r.before {
		if _, ok := r.now[key]; !ok {
			forget(value)
		}
	}
	r.now, r.before = map[string]V{}, r.now
}
