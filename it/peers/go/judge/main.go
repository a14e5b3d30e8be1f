// Command judge answers questions about trees and notes with the Go project's own code, the sumdb
// packages of golang.org/x/mod. One question is one line of JSON on standard input; its answer is
// one line of JSON on standard output. Bytes are hexadecimal.
//
//	{"ask":"root","leaves":[..]}                                          {"root":".."}
//	{"ask":"prove-inclusion","leaves":[..],"index":1}                     {"proof":[..]}
//	{"ask":"prove-consistency","leaves":[..],"oldSize":2}                 {"proof":[..]}
//	{"ask":"check-inclusion","leafHash":"..","index":1,"size":3,"root":"..","proof":[..]}
//	{"ask":"check-consistency","oldSize":2,"oldRoot":"..","size":3,"root":"..","proof":[..]}
//	                                                                      {"ok":true} or {"ok":false,"why":".."}
//	{"ask":"open-note","note":"<text>","keys":["<name>+<hash>+<key>"]}    {"ok":true,"text":"..","names":[..]}
//	{"ask":"ed25519-key","name":"..","key":"<32 bytes>"}                  {"key":"<name>+<hash>+<key>"}
//
// A question that makes no sense is answered by {"error":".."}.
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const lineBytesMax = 64 << 20

type question struct {
	Ask      string
	Leaves   []string
	LeafHash string
	Index    int64
	OldSize  int64
	OldRoot  string
	Size     int64
	Root     string
	Proof    []string
	Note     string
	Keys     []string
	Name     string
	Key      string
}

type answer map[string]any

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<16), lineBytesMax)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		reply, err := judge(in.Bytes())
		if err != nil {
			reply = answer{"error": err.Error()}
		}
		if err := out.Encode(reply); err != nil {
			fmt.Fprintln(os.Stderr, "judge:", err)
			os.Exit(1)
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func judge(line []byte) (answer, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	switch q.Ask {
	case "root", "prove-inclusion", "prove-consistency":
		return build(q)
	case "check-inclusion", "check-consistency":
		return check(q)
	case "open-note":
		return open(q)
	case "ed25519-key":
		raw, err := hex.DecodeString(q.Key)
		if err != nil || len(raw) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("key must be %d bytes", ed25519.PublicKeySize)
		}
		key, err := note.NewEd25519VerifierKey(q.Name, ed25519.PublicKey(raw))
		return answer{"key": key}, err
	}
	return nil, fmt.Errorf("unknown question %q", q.Ask)
}

// build makes the tree over the leaves and tells its root, or a proof in it.
func build(q question) (answer, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	size := int64(len(q.Leaves))
	for i, leaf := range q.Leaves {
		data, err := hex.DecodeString(leaf)
		if err != nil {
			return nil, err
		}
		hashes, err := tlog.StoredHashes(int64(i), data, reader)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	switch q.Ask {
	case "root":
		root, err := tlog.TreeHash(size, reader)
		return answer{"root": hex.EncodeToString(root[:])}, err
	case "prove-inclusion":
		proof, err := tlog.ProveRecord(size, q.Index, reader)
		return answer{"proof": texts(proof)}, err
	default:
		proof, err := tlog.ProveTree(size, q.OldSize, reader)
		return answer{"proof": texts(proof)}, err
	}
}

func check(q question) (answer, error) {
	var proof []tlog.Hash
	for _, text := range q.Proof {
		hash, err := parse(text)
		if err != nil {
			return nil, err
		}
		proof = append(proof, hash)
	}
	root, err := parse(q.Root)
	if err != nil {
		return nil, err
	}
	if q.Ask == "check-inclusion" {
		leafHash, err := parse(q.LeafHash)
		if err != nil {
			return nil, err
		}
		return verdict(tlog.CheckRecord(proof, q.Size, root, q.Index, leafHash)), nil
	}
	oldRoot, err := parse(q.OldRoot)
	if err != nil {
		return nil, err
	}
	return verdict(tlog.CheckTree(proof, q.Size, root, q.OldSize, oldRoot)), nil
}

func open(q question) (answer, error) {
	var verifiers []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(q.Note), note.VerifierList(verifiers...))
	if err != nil {
		return verdict(err), nil
	}
	names := []string{}
	for _, signature := range opened.Sigs {
		names = append(names, signature.Name)
	}
	return answer{"ok": true, "text": opened.Text, "names": names}, nil
}

func verdict(err error) answer {
	if err != nil {
		return answer{"ok": false, "why": err.Error()}
	}
	return answer{"ok": true}
}

func parse(text string) (hash tlog.Hash, err error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(hash) {
		return hash, fmt.Errorf("not a hash: %q", text)
	}
	copy(hash[:], raw)
	return hash, nil
}

func texts(hashes []tlog.Hash) []string {
	list := []string{}
	for _, hash := range hashes {
		list = append(list, hex.EncodeToString(hash[:]))
	}
	return list
}
