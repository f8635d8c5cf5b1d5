// SPDX-License-Identifier: BSL-1.0
// Verifies what amends wrote with nothing of amends: Go's own packages for notes and logs.

// Usage: verify checkpoint KEY FILE | inclusion KEY PROOF ENTRY | consistency KEY OLDER PROOF |
// tiles KEY FOLDER. Exit status: 0 when it holds, 1 when it does not.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A log at some size, as its checkpoint says.
type head struct {
	origin string
	size   int64
	root   tlog.Hash
}

func refuse(why ...interface{}) {
	fmt.Println(why...)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		refuse(err)
	}
}

func read(path string) string {
	content, err := os.ReadFile(path)
	must(err)
	return string(content)
}

func open(key, checkpoint string) head {
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		refuse("no checkpoint of", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return head{lines[0], size, root}
}

func hashes(lines []string) (all []tlog.Hash) {
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		must(err)
		if len(raw) != tlog.HashSize {
			refuse("a hash of", len(raw), "bytes")
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		all = append(all, hash)
	}
	return all
}

// Splits a proof into its lines and the checkpoint after the empty one.
func parts(proof string) ([]string, string) {
	gap := strings.Index(proof, "\n\n")
	if gap < 0 {
		refuse("no empty line in the proof")
	}
	return strings.Split(proof[:gap], "\n"), proof[gap+2:]
}

func numberAfter(word, line string) int64 {
	number, err := strconv.ParseInt(strings.TrimPrefix(line, word+" "), 10, 64)
	must(err)
	return number
}

func inclusion(key, proof, entry string) head {
	lines, checkpoint := parts(proof)
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		refuse("no proof:", lines[0])
	}
	in := open(key, checkpoint)
	index := numberAfter("index", lines[1])
	must(tlog.CheckRecord(hashes(lines[2:]), in.size, in.root, index, tlog.RecordHash([]byte(entry))))
	return in
}

func consistency(key, older, proof string) head {
	before := open(key, older)
	lines, checkpoint := parts(proof)
	after := open(key, checkpoint)
	if numberAfter("old", lines[0]) != before.size {
		refuse("a proof from another size")
	}
	must(tlog.CheckTree(hashes(lines[1:]), after.size, after.root, before.size, before.root))
	return after
}

// The tiles of a folder, by the paths of C2SP, which leave out the tile's height.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		content, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, content)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// Entries of a bundle: each with two bytes of length before it.
func entries(bundle []byte) (all [][]byte) {
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			refuse("a bundle that is cut short")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		all = append(all, bundle[2:end])
		bundle = bundle[end:]
	}
	return all
}

func bundlePath(index, size int64) string {
	width := int64(256)
	if (index+1)*256 > size {
		width = size - index*256
	}
	path := tlog.Tile{H: 8, L: 0, N: index, W: int(width)}.Path()
	return strings.Replace(path, "tile/8/0/", "tile/entries/", 1)
}

func tiles(key, path string) head {
	in := open(key, read(filepath.Join(path, "checkpoint")))
	reader := tlog.TileHashReader(tlog.Tree{N: in.size, Hash: in.root}, folder(path))
	for index := int64(0); index*256 < in.size; index++ {
		bundle := entries([]byte(read(filepath.Join(path, bundlePath(index, in.size)))))
		for i, entry := range bundle {
			place := index*256 + int64(i)
			// The reader holds every tile that it reads against the root.
			kept, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, place)})
			must(err)
			if kept[0] != tlog.RecordHash(entry) {
				refuse("another entry at", place)
			}
		}
	}
	return in
}

func main() {
	if len(os.Args) < 4 {
		refuse("expected a verb, a key and files")
	}
	key := strings.TrimSpace(read(os.Args[2]))
	var in head
	switch verb := os.Args[1]; {
	case verb == "checkpoint":
		in = open(key, read(os.Args[3]))
	case verb == "inclusion" && len(os.Args) == 5:
		in = inclusion(key, read(os.Args[3]), read(os.Args[4]))
	case verb == "consistency" && len(os.Args) == 5:
		in = consistency(key, read(os.Args[3]), read(os.Args[4]))
	case verb == "tiles":
		in = tiles(key, os.Args[3])
	default:
		refuse("expected checkpoint, inclusion, consistency or tiles")
	}
	fmt.Println(in.origin, in.size)
}
