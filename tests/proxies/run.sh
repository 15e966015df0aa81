#!/usr/bin/env bash
# tests/proxies/run.sh PATH/TO/briefing-bot: the pages behind Caddy and nginx, configured as docs/pages.md says, asked from another host: what must be
# reached is, what must not be is not, a visitor is limited by the own address whatever header is forged, and no question is in an access log.
# Needs root (a network namespace is the other host), iproute2, curl, caddy, nginx.
set -euo pipefail
bot=$(realpath "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
host=10.213.7.1 visitor=10.213.7.2 neighbour=10.213.7.3 limit=5
end() {
    kill $(jobs -p) 2>/dev/null || true
    ip netns del visitors 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

snippet() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" docs/pages.md | sed '1d;$d'; }
snippet caddyfile | sed "s|papers.example.org|http://$host:8181|" > "$work/Caddyfile"
cat > "$work/nginx.conf" <<CONF
daemon off; pid $work/nginx.pid; error_log $work/nginx.log; events {}
http { access_log $work/access.log; server { listen $host:8182; $(snippet nginx) } }
CONF

ip netns add visitors
ip link add proxies0 type veth peer name proxies1 netns visitors
ip addr add $host/24 dev proxies0 && ip link set proxies0 up
for own in $visitor $neighbour; do ip netns exec visitors ip addr add $own/24 dev proxies1; done
ip netns exec visitors ip link set proxies1 up

env -i PATH="$PATH" HOME="$work" LISTEN=127.0.0.1:8080 QUESTIONS_PER_MINUTE=$limit "$bot" web > "$work/web.log" 2>&1 &
HOME="$work" caddy run --adapter caddyfile --config "$work/Caddyfile" > "$work/caddy.log" 2>&1 &
nginx -c "$work/nginx.conf" &

status() { ip netns exec visitors curl -s --interface "$1" -o /dev/null -w '%{http_code}' -H "X-Forwarded-For: 203.0.113.$RANDOM" "$2"; }
expect() {
    local got
    got=$(status "$2" "$3") || true
    [ "$got" = "$1" ] || { echo "$3 from $2: $got instead of $1"; cat "$work"/*.log; exit 1; }
}
for port in 8181 8182; do
    for _ in $(seq 50); do [ "$(status $neighbour "http://$host:$port/")" = 200 ] && break; sleep 0.1; done
    for path in / /p/hk-sz-2009 /p/hk-sz-2009/4 /p/hk-sz-2009.json /sitemap.xml /robots.txt; do expect 200 $neighbour "http://$host:$port$path"; done
    for path in /metrics /healthz /readyz /telegram/x; do expect 404 $neighbour "http://$host:$port$path"; done
    expect 200 $neighbour "http://$host:$port/ask?q=neighbour"
done
for _ in $(seq $limit); do expect 200 $visitor "http://$host:8181/ask?q=visitor"; done
# both proxies hand on whose question it is
for port in 8181 8182; do expect 429 $visitor "http://$host:$port/ask?q=visitor"; expect 200 $neighbour "http://$host:$port/"; done
if grep -q "visitor\|neighbour" "$work"/*.log; then echo "a question is in a log"; exit 1; fi
echo "behind Caddy and nginx: pages are reached, the rest is not, visitors are told apart, no question is in a log"
