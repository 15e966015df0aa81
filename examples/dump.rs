//! x
use briefing_bot::answer::*; use briefing_bot::knowledge::*; use briefing_bot::evaluation as ev;
fn main() {
    let files = Files::read(std::path::Path::new("knowledge")).unwrap();
    let e = Engine::new(Knowledge::load(&files).unwrap());
    for f in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&f).unwrap();
        if t.contains("\"turns\"") { continue }
        for l in t.lines() {
            let j: ev::Judged = serde_json::from_str(l).unwrap();
            let (n, s) = e.seen(&j.q).map_or((0, None), |(n, s)| (n, Some(s)));
            let seen = s.map(|s| vec![s.text, 0.0, s.question, s.lead, s.known, s.coverage, f32::from(u8::from(s.asks)), f32::from(u8::from(s.personal)), s.mass, f32::from(u8::from(s.outside))]);
            let fields: Vec<_> = e.explain(&j.q, 99).into_iter().map(|(c, x)| serde_json::json!({"p": c.paragraph.number, "f": x.fields.iter().map(|f| (format!("{:?}.{:?}", f.level, f.kind), f.score)).collect::<std::collections::BTreeMap<_,_>>()})).collect();
            println!("{}", serde_json::json!({"file": f, "q": j.q, "gold": j.gold, "near": j.near, "lang": j.lang, "top": n, "seen": seen, "fields": fields}));
        }
    }
}
