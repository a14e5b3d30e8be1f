// Command witnessed is a log of transparency-dev/tessera that asks a witness for a cosignature on
// each checkpoint before it publishes it. One question is one line of JSON on standard input; its
// answer is one line of JSON on standard output.
//
//	{"ask":"key","name":".."}         {"vkey":".."}   the key this log signs with from now on
//	{"ask":"open","folder":"..","witness":"<vkey>","url":".."}            {"ok":true}
//	{"ask":"add","count":3}           {"ok":true,"note":".."}  a checkpoint that covers them all
//
// A question that makes no sense is answered by {"error":".."}.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"k8s.io/klog/v2"
)

const answerTimeout = 200 * time.Second

type question struct {
	Ask     string
	Name    string
	Folder  string
	Witness string
	URL     string
	Count   int
}

type answer map[string]any

type log struct {
	signer   note.Signer
	appender *tessera.Appender
	awaiter  *tessera.PublicationAwaiter
	added    int
}

func main() {
	// What goes wrong comes back as an answer.
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	in := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	var l log
	for in.Scan() {
		reply, err := l.answer(in.Bytes())
		if err != nil {
			reply = answer{"error": err.Error()}
		}
		if err := out.Encode(reply); err != nil {
			fmt.Fprintln(os.Stderr, "witnessed:", err)
			os.Exit(1)
		}
	}
}

func (l *log) answer(line []byte) (answer, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	switch q.Ask {
	case "key":
		return l.key(q)
	case "open":
		return l.open(q)
	case "add":
		return l.add(q)
	}
	return nil, fmt.Errorf("unknown question %q", q.Ask)
}

func (l *log) key(q question) (answer, error) {
	skey, vkey, err := note.GenerateKey(rand.Reader, q.Name)
	if err != nil {
		return nil, err
	}
	l.signer, err = note.NewSigner(skey)
	return answer{"vkey": vkey}, err
}

func (l *log) open(q question) (answer, error) {
	at, err := url.Parse(q.URL)
	if err != nil {
		return nil, err
	}
	witness, err := tessera.NewWitness(q.Witness, at)
	if err != nil {
		return nil, err
	}
	driver, err := posix.New(context.Background(), posix.Config{Path: q.Folder})
	if err != nil {
		return nil, err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(l.signer).
		WithCheckpointInterval(200*time.Millisecond).
		WithBatching(16, 20*time.Millisecond).
		WithWitnesses(tessera.NewWitnessGroup(1, witness), nil)
	appender, _, reader, err := tessera.NewAppender(context.Background(), driver, options)
	if err != nil {
		return nil, err
	}
	l.appender = appender
	l.awaiter = tessera.NewPublicationAwaiter(
		context.Background(), reader.ReadCheckpoint, 50*time.Millisecond)
	return answer{"ok": true}, nil
}

func (l *log) add(q question) (answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), answerTimeout)
	defer cancel()
	var checkpoint []byte
	for i := 0; i < q.Count; i++ {
		entry := tessera.NewEntry([]byte(fmt.Sprintf("entry %d", l.added)))
		l.added++
		future := l.appender.Add(ctx, entry)
		if i+1 < q.Count {
			if _, err := future(); err != nil {
				return nil, err
			}
			continue
		}
		_, published, err := l.awaiter.Await(ctx, future)
		if err != nil {
			return answer{"ok": false, "why": err.Error()}, nil
		}
		checkpoint = published
	}
	return answer{"ok": true, "note": string(checkpoint)}, nil
}
