package media

import (
	"bytes"
	"encoding/binary"
	"iter"
)

// The one thing in a file's metadata that is needed is which way up the
// picture is. It is read by hand: 60 lines here against a library that
// understands all of Exif and all of its mistakes.

// orientation reads tag 0x0112 from the first directory of a TIFF block: 1 to
// 8, and 1 (upright) for anything that is missing or odd. Source: TIFF 6.0,
// section 8, Orientation.
func orientation(tiff []byte) int {
	const upright = 1
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	const entrySize = 12 // tag, type, count, value
	for n := order.Uint16(tiff[at:]); n > 0 && len(entries) >= entrySize; n-- {
		if order.Uint16(entries) == 0x0112 {
			if v := int(order.Uint16(entries[8:])); v >= 1 && v <= 8 {
				return v
			}
			return upright
		}
		entries = entries[entrySize:]
	}
	return upright
}

// jpegSegments yields marker and payload of each segment before the pixels.
func jpegSegments(data []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		const startOfScan = 0xda
		for i := 2; i+4 <= len(data) && data[i] == 0xff; {
			marker := data[i+1]
			if marker == 0xff { // padding
				i++
				continue
			}
			end := i + 2 + int(binary.BigEndian.Uint16(data[i+2:]))
			if marker == startOfScan || end < i+4 || end > len(data) || !yield(marker, data[i+4:end]) {
				return
			}
			i = end
		}
	}
}

func jpegExif(data []byte) []byte {
	for marker, payload := range jpegSegments(data) {
		if tiff, ok := bytes.CutPrefix(payload, []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return tiff
		}
	}
	return nil
}

// isProgressive tells JPEGs whose decoder keeps all coefficients in memory.
func isProgressive(data []byte) bool {
	for marker := range jpegSegments(data) {
		if marker == 0xc2 {
			return true
		}
	}
	return false
}

func pngExif(data []byte) []byte {
	for i := 8; i+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[i:]))
		if size < 0 || size > len(data)-i-12 {
			return nil
		}
		if string(data[i+4:i+8]) == "eXIf" {
			return data[i+8 : i+8+size]
		}
		i += 12 + size
	}
	return nil
}

func webpExif(data []byte) []byte {
	for i := 12; i+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[i+4:]))
		if size < 0 || size > len(data)-i-8 {
			return nil
		}
		if string(data[i:i+4]) == "EXIF" {
			return bytes.TrimPrefix(data[i+8:i+8+size], []byte("Exif\x00\x00"))
		}
		i += 8 + size + size&1 // chunks are padded to even sizes
	}
	return nil
}
