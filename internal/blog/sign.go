package blog

import (
	"encoding/json"
	"fmt"
)

// Sign is something that was noticed when a comment came. It decides nothing:
// staff see what speaks for spam, and how much.
type Sign struct {
	Words  string `json:"words"`
	Points int    `json:"points"` // of a hundred
	Spam   bool   `json:"spam"`   // it alone has a person look, whoever wrote it
}

// Signs are all that was noticed, in the order in which it was.
type Signs []Sign

// Score is how much speaks for spam, from 0 to 99: what a program makes of it is
// never certain.
func (s Signs) Score() int {
	const most = 99
	score := 0
	for _, sign := range s {
		score += sign.Points
	}
	return max(0, min(most, score))
}

// Scan reads signs as the store keeps them.
func (s *Signs) Scan(stored any) error {
	text, ok := stored.([]byte)
	if !ok {
		return fmt.Errorf("read signs: they are kept as %T", stored)
	}
	if err := json.Unmarshal(text, s); err != nil {
		return fmt.Errorf("read signs: %w", err)
	}
	return nil
}
