package fetch

import "sync"

// memory remembers a bounded number of things and forgets those that were not
// asked for lately. It holds two generations: when the young one is full it
// becomes the old one, and what nobody asks for in the meantime goes with it.
type memory[K comparable, V any] struct {
	mu    sync.Mutex
	half  int
	young map[K]V
	old   map[K]V
}

func newMemory[K comparable, V any](size int) *memory[K, V] {
	return &memory[K, V]{half: max(size/2, 1), young: map[K]V{}}
}

func (m *memory[K, V]) load(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.young[key]; ok {
		return v, true
	}
	v, ok := m.old[key]
	if ok {
		m.put(key, v)
	}
	return v, ok
}

func (m *memory[K, V]) store(key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, v)
}

func (m *memory[K, V]) forget(key K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.young, key)
	delete(m.old, key)
}

func (m *memory[K, V]) put(key K, v V) {
	if _, ok := m.young[key]; !ok && len(m.young) >= m.half {
		m.old, m.young = m.young, map[K]V{}
	}
	m.young[key] = v
}
