package activitystreams

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"inews/federation"
)

// encode writes a document and, after its own properties, those of extra whose
// names it has not used, in order of their names.
func encode(document any, extra map[string]any) (json.RawMessage, error) {
	written, err := marshal(document)
	if err != nil || len(extra) == 0 {
		return written, err
	}
	own, err := parse(written)
	if err != nil {
		return nil, err
	}
	var rest bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if _, used := own.values[name]; used || strings.HasPrefix(name, "@") {
			continue
		}
		key, err := marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(extra[name])
		if err != nil {
			return nil, err
		}
		if len(own.names) > 0 || rest.Len() > 0 {
			rest.WriteByte(',')
		}
		rest.Write(key)
		rest.WriteByte(':')
		rest.Write(value)
	}
	return slices.Concat(written[:len(written)-1], rest.Bytes(), []byte("}")), nil
}

// marshal is json.Marshal, but leaves <, > and & as they are: a post is full of
// them.
func marshal(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write: %w: %w", federation.ErrMalformed, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decimal is a number that always has a decimal point, since Mobilizon drops a
// coordinate that is written 51 and takes 51.0.
type decimal float64

func (d decimal) MarshalJSON() ([]byte, error) {
	f := float64(d)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("%v is no number", f)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return []byte(s), nil
}

// one writes a single address bare and several as a list; none not at all.
func one(ids []federation.ID) any {
	switch len(ids) {
	case 0:
		return nil
	case 1:
		return ids[0]
	}
	return ids
}

// listed makes a list that is written even when it is empty.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
