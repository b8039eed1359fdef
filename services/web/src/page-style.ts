// The page's style sheet.

export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f6f8, #14161a);
  --card: light-dark(#ffffff, #1e2127);
  --text: light-dark(#1b1d22, #eceef2);
  --quiet: light-dark(#585e6a, #a6adba);
  --line: light-dark(#d9dce3, #363b45);
  --accent: light-dark(#2450b8, #9db8ff);
  --problem: light-dark(#a02020, #ff9c92);
  font: 1.0625rem/1.55 system-ui, sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); }
main { max-width: 62rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 4.5rem) 1.25rem; }
h1 { margin: 0 0 0.4rem; font-size: clamp(1.7rem, 5vw, 2.5rem); line-height: 1.15; letter-spacing: -0.02em; }
h2 { margin: 0; font-size: 1rem; }
p { margin: 0; }
.quiet { color: var(--quiet); }
form { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: end; margin: 2rem 0; }
label { flex: 1 1 14rem; font-weight: 600; }
input, button { font: inherit; min-height: 2.9rem; border-radius: 0.5rem; padding: 0 0.9rem; }
input {
  display: block; width: 100%; margin-top: 0.3rem;
  background: var(--card); color: inherit; border: 1px solid var(--quiet);
}
button { border: 0; background: var(--accent); color: var(--card); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 1rem;
  list-style: none; margin: 0; padding: 0;
}
li { background: var(--card); border: 1px solid var(--line); border-radius: 0.8rem; padding: 1.2rem 1.3rem; }
.greeting {
  margin: 0.5rem 0 0.8rem; font-size: 1.3rem; line-height: 1.35;
  overflow-wrap: anywhere; max-height: 16rem; overflow-y: auto;
}
.problem { color: var(--problem); overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; }
`;
