//! x
use briefing_bot::answer::*; use briefing_bot::knowledge::*; use briefing_bot::evaluation as ev;
fn main() {
    let files = Files::read(std::path::Path::new("knowledge")).unwrap();
    let k = match Knowledge::load(&files) { Ok(k) => k, Err(f) => { for x in f { println!("{x}"); } std::process::exit(1) } };
    let e = Engine::new(k);
    let mut verbose = false;
    for f in std::env::args().skip(1) {
        if f == "-v" { verbose = true; continue }
        let t = std::fs::read_to_string(&f).unwrap();
        if t.starts_with("{\"lang\": \"yue\", \"turns") || t.contains("\"turns\"") { continue }
        let mut fig = ev::Figures::default(); let mut top=0; let mut n=0;
        for l in t.lines() {
            let j: ev::Judged = serde_json::from_str(l).unwrap();
            let r = ev::Result::new(&e, j);
            fig.count(&r);
            let ex = e.explain(&r.judged.q, 3);
            n+=1; if ex.first().is_some_and(|c| r.judged.gold.contains(&c.0.paragraph.number)) {top+=1}
            if verbose && !r.is_right() { println!("{} {:?} gold {:?} near {:?} cited {:?} tops {:?}", r.outcome, r.judged.q, r.judged.gold, r.judged.near, r.cited, ex.iter().map(|c| format!("{}:{:.2}/{:.2}", c.0.paragraph.number, c.1.total, c.0.score)).collect::<Vec<_>>()); }
        }
        println!("{f} n {n} top1 {top} {:.3} {fig:?}", top as f32/n as f32);
    }
}
