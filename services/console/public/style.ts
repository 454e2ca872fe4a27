/**
 * The one style sheet of the public pages, made from the product's colours, and its address, which changes with its content so
 * that browsers may keep it for ever. Phone first; one column until there is room for two; a plain sheet on paper.
 */
import { createHash } from 'node:crypto';
import { colours as c } from '../web/colours.ts';

const font = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",system-ui,sans-serif';
/** In English the quotation marks of a Chinese font would stand as wide as a character. */
const latin = '"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","DejaVu Sans"';
const figures = '"SF Mono","Roboto Mono","DejaVu Sans Mono",Consolas,monospace';

export const styleSheet = `
*,*::before,*::after{box-sizing:border-box}
html{font:100%/1.7 ${font};color:${c.ink};background:${c.ground};-webkit-text-size-adjust:100%;text-size-adjust:100%}
html[lang=en]{font-family:${latin},${font}}
[lang=zh-CN]{font-family:${font}}
body{margin:0;font-size:1.0625rem;display:flex;flex-direction:column;min-height:100vh;overflow-wrap:anywhere}
h1,h2,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h1{font-size:1.625rem;line-height:1.35;margin:0 0 .5rem}
h2{font-size:1.25rem;line-height:1.4;margin:0 0 .75rem}
h2 small{font-size:.875rem;font-weight:normal;color:${c.inkSoft}}
html[lang=zh-CN] h1,html[lang=zh-CN] h2,html[lang=zh-CN] b{letter-spacing:.02em}
ul,ol{padding-inline-start:1.5em}
a{color:${c.primary};text-underline-offset:.2em}
a:hover{color:${c.primaryDark};text-decoration-thickness:2px}
:focus-visible{outline:3px solid ${c.yellow};outline-offset:2px;border-radius:2px}
main:focus{outline:none}
.width{width:100%;max-width:62rem;margin-inline:auto;padding-inline:1rem}
main{flex:1;padding-block:1.5rem 2.5rem}
main>section,main>form,main>.card,main>.actions,main>.verdict{margin-top:1.75rem}
.skip{position:absolute;left:-999rem;top:0;background:${c.surface};padding:.75rem 1rem;z-index:2}
.skip:focus{left:0}
.lead{font-size:1.0625rem;color:${c.inkSoft};max-width:44rem}
.soft,.hint{color:${c.inkSoft};font-size:.9375rem}
.crumb{margin-bottom:.5rem;font-size:.9375rem}
.code{color:${c.inkSoft};font-size:.9375rem}
.code span,.number{font-family:${figures};font-variant-numeric:tabular-nums}
.long{white-space:pre-line;max-width:46rem}
.masthead{background:${c.primaryDark};color:#fff}
.masthead-line{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding-block:.75rem}
.masthead a{color:#fff;text-decoration:none}
.masthead a:hover{text-decoration:underline}
.masthead :focus-visible{outline-color:#ffd24d}
.brand{display:flex;align-items:center;gap:.625rem;min-width:0}
.brand-name{display:flex;flex-direction:column;line-height:1.3}
.brand-name b{font-size:1.1875rem}
.brand-name span{font-size:.875rem;color:#d5e0ee}
.gate{width:2.5rem;height:2.5rem;flex:none;fill:#fff}
.gate .gate-window{fill:#ffd24d}
.masthead .language{flex:none;border:1px solid #8fb0d8;border-radius:4px;padding:.375rem .75rem;min-height:2.75rem;display:flex;align-items:center}
.sections{background:${c.primary}}
.sections ul{display:flex;list-style:none;gap:0;padding-inline:.25rem}
.sections a{display:flex;align-items:center;min-height:3rem;padding:.375rem .75rem;border-bottom:4px solid transparent;line-height:1.3}
.sections a[aria-current]{border-bottom-color:#ffd24d;font-weight:bold}
.foot{background:#e4e9f0;border-top:4px solid ${c.primary};padding-block:1.5rem;font-size:.9375rem}
.foot-small{margin-top:.75rem;color:#4a5560}
.hall{display:grid;gap:.75rem}
.hall dt{color:#4a5560;font-size:.875rem}
.telephone{font-size:1.25rem;font-weight:bold;display:inline-block;padding-block:.25rem;white-space:nowrap}
.card{background:${c.surface};border:1px solid ${c.line};border-radius:8px;padding:1.25rem 1rem}
.welcome{background:${c.primaryPale};border:1px solid #cfdff2;border-inline-start:6px solid ${c.primary};border-radius:6px;padding:1.25rem 1rem}
.welcome .lead{color:${c.ink}}
.doors{list-style:none;padding:0;display:grid;gap:.875rem;margin-top:1.25rem}
.door{display:flex;align-items:center;gap:1rem;height:100%;background:${c.surface};border:1px solid ${c.lineStrong};border-radius:8px;padding:1.25rem 1rem;text-decoration:none;color:${c.ink}}
.door:hover{border-color:${c.primary};background:${c.primaryPale};color:${c.ink}}
.door svg{width:3rem;height:3rem;flex:none;fill:none;stroke:${c.primary};stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.door-words{display:flex;flex-direction:column}
.door-words b{font-size:1.3125rem;color:${c.primaryDark};text-decoration:underline;text-decoration-thickness:1px}
.door-words span{color:${c.inkSoft};font-size:.9375rem;line-height:1.55}
.field{margin-bottom:1.125rem}
.field label{display:block;font-weight:bold}
.field input,.field select{display:block;width:100%;margin-top:.375rem;min-height:3rem;font:inherit;padding:.5rem .75rem;border:2px solid ${c.grey};border-radius:4px;background:#fff;color:${c.ink};text-overflow:ellipsis}
.field input.digits{font-family:${figures};font-size:1.25rem;letter-spacing:.06em}
.field input.digits-short{max-width:11rem}
textarea{display:block;width:100%;margin-top:.375rem;font:inherit;padding:.5rem .75rem;border:2px solid ${c.grey};border-radius:4px;background:#fff;color:${c.ink}}
.choices{border:0;margin:0 0 1.125rem;padding:0}
.choices legend{font-weight:bold;padding:0;margin-bottom:.375rem}
.choices label{display:flex;align-items:center;gap:.75rem;min-height:3rem;border-top:1px solid ${c.line}}
.choices input{width:1.5rem;height:1.5rem;flex:none;accent-color:${c.primary}}
.levels{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:.75rem}
.levels .button{width:100%;justify-content:flex-start;gap:.75rem}
.chosen-level{font-size:1.125rem;margin-top:0}
.stars{color:${c.primary};letter-spacing:.1em;white-space:nowrap}
.stars span{color:${c.line}}
.field-wrong{border-inline-start:5px solid ${c.red};padding-inline-start:.875rem}
.field-wrong input{border-color:${c.red}}
.wrong{color:${c.red};font-weight:bold}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem 1.25rem}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;min-width:8rem;padding:.5rem 1.5rem;font:inherit;font-weight:bold;border:2px solid ${c.primary};border-radius:4px;background:${c.primary};color:#fff;cursor:pointer;text-decoration:none}
button:hover,.button:hover{background:${c.primaryDark};border-color:${c.primaryDark};color:#fff}
.button-plain{background:#fff;color:${c.primary}}
.button-plain:hover{background:${c.primaryPale};color:${c.primaryDark}}
form.card+.soft,nav.card+.soft{margin-top:1rem}
main>nav.card{margin-top:1.75rem}
form .actions+.soft{margin-top:1rem}
.search .actions{margin-top:.25rem}
.count{margin:1.75rem 0 .5rem;font-size:1.0625rem}
.items{list-style:none;padding:0;background:${c.surface};border:1px solid ${c.line};border-radius:8px}
.items li{padding:1rem;border-top:1px solid ${c.line}}
.items li:first-child{border-top:0}
.items li>a{font-weight:bold;font-size:1.125rem;line-height:1.5;display:inline-block;padding-block:.125rem}
.items p{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;color:${c.inkSoft};font-size:.9375rem}
.tag{background:${c.greyPale};color:#414c57;border-radius:3px;padding:0 .5rem;font-size:.875rem}
.downloads{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;margin-top:1.25rem}.downloads a{display:inline-flex;align-items:center;min-height:2.75rem}
.pages{display:flex;justify-content:space-between;gap:1rem;margin-top:1rem}
.pages a{display:inline-flex;align-items:center;min-height:3rem;padding:.375rem 1rem;border:1px solid ${c.lineStrong};border-radius:4px;background:#fff}
.facts{border-top:1px solid ${c.line}}
.facts>div{display:grid;grid-template-columns:5.75rem 1fr;gap:.75rem;padding:.625rem 0;border-bottom:1px solid ${c.line}}
.facts>div>*{min-width:0}
html[lang=en] .facts>div{grid-template-columns:7.25rem 1fr}
.facts dt{color:${c.inkSoft};font-size:.9375rem}
.facts .number-long{font-size:.9375rem;word-break:break-all}
.brief .facts strong{color:${c.primaryDark};font-size:1.125rem}
.note{display:flex;gap:.875rem;background:${c.surface};border:1px solid ${c.line};border-inline-start:6px solid ${c.primary};border-radius:6px;padding:1rem;margin-top:1.25rem}
.note h1,.note h2{margin-bottom:.25rem}
.note-good{border-inline-start-color:${c.green};background:${c.greenPale}}
.note-warn{border-inline-start-color:${c.yellow};background:${c.yellowPale}}
.note-bad{border-inline-start-color:${c.red};background:${c.redPale}}
.note>div{min-width:0}
.mark{width:2rem;height:2rem;flex:none;margin-top:.125rem}
.mark-ground{fill:${c.primary}}
.note-good .mark-ground,.verdict-genuine .mark-ground{fill:${c.green}}
.note-warn .mark-ground,.verdict-expired .mark-ground,.verdict-superseded .mark-ground{fill:${c.yellow}}
.note-bad .mark-ground,.verdict-revoked .mark-ground{fill:${c.red}}
.verdict-unknown .mark-ground{fill:${c.grey}}
.mark-line{fill:none;stroke:#fff;stroke-width:5;stroke-linecap:round;stroke-linejoin:round}
.materials,.charges,.timeline,.flow{list-style:none;padding:0}
.materials{background:${c.surface};border:1px solid ${c.line};border-radius:8px;margin-top:.75rem}
.materials li{display:flex;gap:.75rem;padding:.875rem 1rem;border-top:1px solid ${c.line}}
.materials li:first-child{border-top:0}
.materials p{display:flex;flex-wrap:wrap;gap:0 1rem;color:${c.inkSoft};font-size:.9375rem}
.need{flex:none;align-self:flex-start;min-width:4.25rem;text-align:center;font-size:.875rem;border:1px solid ${c.grey};border-radius:3px;color:${c.grey};padding:0 .375rem;margin-top:.1875rem}
html[lang=en] .need{min-width:6.25rem}
.need-must{background:${c.primary};border-color:${c.primary};color:#fff}
.charges li{background:${c.surface};border:1px solid ${c.line};border-radius:8px;padding:1rem;margin-top:.75rem}
.charges strong{display:block;color:${c.primaryDark};font-size:1.125rem}
.charges .tag{margin-inline-start:.5rem}
.steps li{padding-block:.25rem;max-width:46rem}
.steps li::marker{font-weight:bold;color:${c.primary}}
.flow-chart{display:block;width:100%;max-width:34rem;height:auto;margin:1rem 0}
.flow-lane{fill:${c.surface};stroke:${c.line}}.flow-lane.flowZone{fill:${c.primaryPale}}.flow-lane.flowDepartment{fill:${c.greenPale}}.flow-lane.flowAuthority{fill:${c.yellowPale}}
.flow-who{font-size:13px;font-weight:bold;fill:${c.ink}}.flow-does{font-size:12.5px;fill:${c.ink}}
.flow-box{fill:#fff;stroke:${c.grey}}.flow-box.flowZone{stroke:${c.primary}}.flow-box.flowDepartment{stroke:${c.green}}.flow-box.flowAuthority{stroke:${c.yellow}}
.flow-line{fill:none;stroke:${c.inkSoft};stroke-width:1.5}.flow-tip{fill:${c.inkSoft}}
.flow{margin:1rem 0}
.flow li{position:relative;display:flex;flex-direction:column;background:${c.surface};border:1px solid ${c.lineStrong};border-inline-start:6px solid ${c.grey};border-radius:6px;padding:.5rem .875rem;margin-bottom:1.5rem;line-height:1.5}
.flow li::after{content:"";position:absolute;left:1.5rem;bottom:-1.05rem;border:.5rem solid transparent;border-top-color:${c.grey};border-bottom:0}
.flow li:last-child{margin-bottom:0}
.flow li:last-child::after{content:none}
.flow .flowZone{border-inline-start-color:${c.primary};background:${c.primaryPale}}
.flow .flowDepartment{border-inline-start-color:${c.green};background:${c.greenPale}}
.flow .flowAuthority{border-inline-start-color:${c.yellow};background:${c.yellowPale}}
.flow{counter-reset:step}.flow li{counter-increment:step}.flow b::before{content:counter(step) " ";color:${c.inkSoft};font-weight:normal}
.flow span{font-size:.9375rem}
.case-head h1{margin-bottom:.25rem}
.groups{white-space:nowrap}
.whole{display:inline-block}
.groups>span+span{margin-inline-start:.4em}
.standing .note h2{font-size:1.4375rem}
.next{border:2px solid ${c.primary}}
.next h2{color:${c.primaryDark}}
.next .actions,.next .hall{margin-top:1rem}
.next .hall{border-top:1px solid ${c.line};padding-top:1rem}
.light{display:inline-block;margin-inline-end:.5rem;padding:0 .625rem;border-radius:3px;font-weight:bold;font-size:.9375rem;color:#fff}
.light::before{content:"";display:inline-block;width:.625rem;height:.625rem;border-radius:50%;background:#fff;margin-inline-end:.375rem}
.light-good{background:${c.green}}
.light-warn{background:${c.yellow}}
.light-warn::before{border-radius:0;clip-path:polygon(50% 0,100% 100%,0 100%)}
.light-bad{background:${c.red}}
.light-bad::before{border-radius:0}
.late{margin-top:.75rem;color:${c.red}}
.timeline{border-inline-start:3px solid ${c.lineStrong};margin-inline-start:.5rem}
.timeline li{position:relative;padding:0 0 1rem 1.25rem;display:flex;flex-direction:column;line-height:1.5}
.timeline li::before{content:"";position:absolute;left:-.5625rem;top:.375rem;width:.9375rem;height:.9375rem;border-radius:50%;background:${c.grey};border:3px solid ${c.ground}}
.timeline li:first-child::before{background:${c.primary};width:1.125rem;height:1.125rem;left:-.65625rem;top:.25rem}
.timeline time{color:${c.inkSoft};font-size:.9375rem}
.timeline b{font-weight:normal}
.timeline li:first-child b{font-weight:bold}
.notice{border:2px solid ${c.primary}}
.notice-expired,.notice-paid{border-color:${c.lineStrong}}
.notice-expired .paycode{text-decoration:line-through;color:${c.grey}}
.paycode-name{margin-top:.75rem;font-weight:bold}
.paycode{font-size:1.375rem;line-height:1.5}
.paycode .groups{white-space:normal;display:flex;flex-wrap:wrap;gap:0 .5em;font-weight:bold}
.paycode .groups>span+span{margin-inline-start:0}
.notice .facts{margin-top:.75rem}
.sum{font-size:1.5rem;color:${c.primaryDark}}
.qr{margin:1.25rem auto 0;width:12.5rem;text-align:center}
.qr svg{display:block;width:100%;height:auto;border:1px solid ${c.lineStrong};border-radius:4px}
.warning{margin-top:.75rem;padding:.75rem 1rem;border:1px solid #d9b96a;background:${c.yellowPale};border-radius:6px;font-weight:bold}
.verdict{text-align:center;border-radius:8px;padding:1.75rem 1rem;border:3px solid ${c.grey};background:${c.surface};margin-bottom:1.5rem}
.verdict h1{font-size:1.75rem;margin-top:.5rem}
.verdict p{max-width:36rem;margin-inline:auto}
.verdict-genuine{border-color:${c.green};background:${c.greenPale}}.verdict-genuine h1{color:${c.green}}
.verdict-expired,.verdict-superseded{border-color:${c.yellow};background:${c.yellowPale};border-style:dashed}.verdict-expired h1,.verdict-superseded h1{color:${c.yellow}}
.verdict-revoked{border-color:${c.red};background:${c.redPale};border-width:6px}.verdict-revoked h1{color:${c.red}}
.verdict-unknown{border-style:dotted}
.mark-large{width:5.5rem;height:5.5rem}
main>.facts+.soft,main>section+.soft,main>.actions+.soft{margin-top:1.25rem}
@media (min-width:40rem){
.facts>div,html[lang=en] .facts>div{grid-template-columns:11rem 1fr;gap:1rem}
.hall{grid-template-columns:repeat(auto-fit,minmax(12rem,1fr))}
.search{display:grid;grid-template-columns:1fr 1fr;gap:0 1.25rem}
.search .field-wide,.search .actions{grid-column:1/-1}
.notice-body{display:flex;gap:2rem;align-items:flex-start}
.notice-body>div{flex:1;min-width:0}
.card,.welcome{padding:1.5rem}
.field input.digits{max-width:32rem}
.field input.digits-short{max-width:11rem}
}
@media (min-width:56rem){
h1{font-size:2rem}
.doors{grid-template-columns:repeat(3,1fr)}
.door{flex-direction:column;align-items:flex-start;padding:1.5rem}
.door-words{gap:.375rem}
.sections ul{padding-inline:.25rem;gap:1rem}
.brand-name b{font-size:1.375rem}
.flow{display:grid;grid-template-columns:repeat(5,1fr);gap:1rem 1.5rem}
.flow li{margin:0;border-inline-start-width:1px;border-top:6px solid ${c.grey};padding:.5rem .75rem}
.flow li::after{left:auto;right:-1.15rem;bottom:auto;top:calc(50% - .5rem);border:.5rem solid transparent;border-left-color:${c.grey};border-right:0}
.flow li:nth-child(5n)::after{content:none}
.flow li{border-inline-start-color:${c.lineStrong}}
.flow .flowZone{border-inline-start-color:${c.lineStrong};border-top-color:${c.primary}}
.flow .flowDepartment{border-inline-start-color:${c.lineStrong};border-top-color:${c.green}}
.flow .flowAuthority{border-inline-start-color:${c.lineStrong};border-top-color:${c.yellow}}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.mark-ground{fill:CanvasText}.mark-line{stroke:Canvas}.light,.need-must,.tag{border:1px solid}}
@media print{
@page{margin:16mm}
html,body{background:#fff;font-size:11pt}
.sections,.masthead .language,.skip,.screen-only,.search,.pages,.crumb,.foot-small{display:none}
.masthead,.masthead a{background:#fff;color:#000}
.brand-name span{color:#000}.gate{fill:#000}
.masthead{border-bottom:2pt solid #000}
.foot{background:#fff;border-top:1pt solid #000}
.width{max-width:none;padding-inline:0}
.card,.note,.verdict,.materials li,.charges li,.flow li{break-inside:avoid}
h2{break-after:avoid}
html[lang=en] .need{min-width:6.25rem}
.need-must{background:#fff;color:#000;border:2px solid #000}
a{color:#000;text-decoration:none}
.qr{width:40mm}
.flow{display:grid;grid-template-columns:repeat(4,1fr);gap:3mm}
.flow li{margin:0}
.flow li::after{content:none}
}
`.replaceAll('\n', '');

export const styleSheetPath = `/public/pages-${createHash('sha256').update(styleSheet).digest('hex').slice(0, 12)}.css`;

/** The gate of the masthead as the browser's small picture of the site. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="6" fill="${c.primaryDark}"/><g fill="#fff"><path d="M6 15 20 7l14 8v3H6z"/><path d="M9 20h4v11H9zm18 0h4v11h-4zM6 32h28v3H6z"/></g><path d="M16 20h8v11h-8z" fill="#ffd24d"/></svg>`;
