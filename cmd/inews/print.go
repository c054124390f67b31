package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// print writes a result: words for people, or JSON for programs.
func (s *streams) print(words string, value any) error {
	if s.json {
		return json.NewEncoder(s.out).Encode(value)
	}
	_, err := fmt.Fprintln(s.out, words)
	return err
}

// read opens a file and hands it to its reader.
func read[T any](name string, reader func(io.Reader) (T, error)) (T, error) {
	var none T
	file, err := os.Open(name)
	if err != nil {
		return none, err
	}
	defer file.Close()
	return reader(file)
}
